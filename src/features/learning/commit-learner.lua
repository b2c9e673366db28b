--[[ Puts hash fields in the place of those they were reckoned from, all of them or none; "" stands for an absent one.
  KEYS  hashes     ARGV  for each field: number of its hash, field, value before, value after
  Reply 1 done | 0 changed meanwhile ]]
for i = 1, #ARGV, 4 do
  local stored = redis.call("HGET", KEYS[tonumber(ARGV[i])], ARGV[i + 1]) or ""
  if stored ~= ARGV[i + 2] then return 0 end
end
for i = 1, #ARGV, 4 do redis.call("HSET", KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 3]) end
return 1
