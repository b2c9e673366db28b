--[[ Changes where a claimed post goes and when it closes, and remembers the channel it was tried in before.
  KEYS  post     ARGV  channel id, closes at
  Reply the post's fields ]]
if redis.call("HGET", KEYS[1], "state") == "claimed" then
  local channel, previous = unpack(redis.call("HMGET", KEYS[1], "channelId", "previousChannelIds"))
  if channel ~= ARGV[1] then redis.call("HSET", KEYS[1], "previousChannelIds", (previous or "") .. " " .. channel) end
  redis.call("HSET", KEYS[1], "channelId", ARGV[1], "closesAt", ARGV[2])
end
return redis.call("HGETALL", KEYS[1])
