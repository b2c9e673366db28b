--[[ Marks a claimed reminder as sent.
  KEYS  reminder     ARGV  day
  Reply 1 marked | 0 another day was claimed since ]]
if redis.call("HGET", KEYS[1], "day") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "sent", "1")
return 1
