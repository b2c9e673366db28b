--[[ claimed → sent. Anything later stays as it is.
  KEYS  post, open, runs     ARGV  slot id, message id, schedule id, run
  Reply 1 done | 0 not claimed ]]
if redis.call("HGET", KEYS[1], "state") ~= "claimed" then return 0 end
redis.call("HSET", KEYS[1], "state", "sent", "messageId", ARGV[2])
redis.call("ZADD", KEYS[2], redis.call("HGET", KEYS[1], "closesAt"), ARGV[1])
redis.call("HSET", KEYS[3], ARGV[3], ARGV[4])
return 1
