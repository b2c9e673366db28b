--[[ claimed or sent → revealed. Answers stop counting here.
  KEYS  post, open posts     ARGV  slot id
  Reply 1 if it moved, 0 if it was already revealed or skipped ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "sent" then return 0 end
redis.call("HSET", KEYS[1], "state", "revealed")
redis.call("ZREM", KEYS[2], ARGV[1])
return 1
