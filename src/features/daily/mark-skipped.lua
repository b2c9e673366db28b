--[[ Nothing or claimed → skipped: nothing was sent, and nothing will be.
  KEYS  post, runs     ARGV  schedule id, run
  Reply 1 done | 0 was sent, revealed or skipped already ]]
local state = redis.call("HGET", KEYS[1], "state")
if state and state ~= "claimed" then return 0 end
redis.call("HSET", KEYS[1], "state", "skipped")
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
return 1
