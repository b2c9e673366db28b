--[[ claimed → sent; also what another worker took for lost and skipped meanwhile. Anything later stays as it is.
  KEYS  post, open, runs     ARGV  slot id, channel id, message id, schedule id, run
  Reply 1 done | 0 not claimed ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "skipped" then return 0 end
redis.call("HSET", KEYS[1], "state", "sent", "channelId", ARGV[2], "messageId", ARGV[3])
redis.call("ZADD", KEYS[2], redis.call("HGET", KEYS[1], "closesAt"), ARGV[1])
redis.call("HSET", KEYS[3], ARGV[4], ARGV[5])
return 1
