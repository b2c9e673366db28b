--[[ claimed or sent → revealed: from here on no answer counts.
  KEYS  post, open     ARGV  slot id
  Reply 1 done | 0 was revealed or skipped already ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "sent" then return 0 end
redis.call("HSET", KEYS[1], "state", "revealed")
redis.call("ZREM", KEYS[2], ARGV[1])
return 1
