--@script changeSettings
--[[ Changes settings atomically.
  KEYS  settings     ARGV  for each setting: name, value or "" to reset it
  Reply {fields before, fields after} ]]
local before = redis.call("HGETALL", KEYS[1])
for i = 1, #ARGV, 2 do
  if ARGV[i + 1] == "" then
    redis.call("HDEL", KEYS[1], ARGV[i])
  else
    redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
return { before, redis.call("HGETALL", KEYS[1]) }
