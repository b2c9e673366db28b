--[[ claimed → sent, of this day and no other.
  KEYS  reminder     ARGV  day
  Reply 1 done | 0 another day was claimed meanwhile ]]
if redis.call("HGET", KEYS[1], "day") ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "sent", "1")
return 1
