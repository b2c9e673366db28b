--@script save
--[[ Updates hash fields if they still hold the values the update was computed from; all of them or none.
  KEYS  hashes     ARGV  for each field: number of its hash, field, old value ("" if absent), new value
  Reply 1 saved | 0 a field has changed ]]
for i = 1, #ARGV, 4 do
  local stored = redis.call("HGET", KEYS[tonumber(ARGV[i])], ARGV[i + 1]) or ""
  if stored ~= ARGV[i + 2] then return 0 end
end
for i = 1, #ARGV, 4 do redis.call("HSET", KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 3]) end
return 1
