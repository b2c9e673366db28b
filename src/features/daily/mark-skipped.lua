--[[ Unclaimed or claimed → skipped: nothing was sent, and nothing will be.
  KEYS  post, last runs     ARGV  schedule id, run
  Reply 1 if it moved, 0 if it was already sent, revealed or skipped ]]
local state = redis.call("HGET", KEYS[1], "state")
if state and state ~= "claimed" then return 0 end
redis.call("HSET", KEYS[1], "state", "skipped")
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
return 1
