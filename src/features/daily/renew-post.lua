--[[ Where a claimed post goes now and when it will close; the channel it was tried in before is kept in mind.
  KEYS  post     ARGV  channel id, closes at
  Reply fields of the post ]]
if redis.call("HGET", KEYS[1], "state") == "claimed" then
  local before, tried = unpack(redis.call("HMGET", KEYS[1], "channelId", "tried"))
  if before ~= ARGV[1] then redis.call("HSET", KEYS[1], "tried", (tried or "") .. " " .. before) end
  redis.call("HSET", KEYS[1], "channelId", ARGV[1], "closesAt", ARGV[2])
end
return redis.call("HGETALL", KEYS[1])
