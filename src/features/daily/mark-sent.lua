--[[ claimed → sent. Also skipped → sent: another worker may have given up on a message that did arrive.
  KEYS  post, open posts, last runs     ARGV  slot id, channel id, message id, schedule id, run
  Reply 1 if it moved, 0 if it was already past that ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "skipped" then return 0 end
redis.call("HSET", KEYS[1], "state", "sent", "channelId", ARGV[2], "messageId", ARGV[3])
redis.call("ZADD", KEYS[2], redis.call("HGET", KEYS[1], "closesAt"), ARGV[1])
redis.call("HSET", KEYS[3], ARGV[4], ARGV[5])
return 1
