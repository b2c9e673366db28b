--[[ Fixes the question of a slot, once; a later claim renews where it goes and when it closes, nothing else.
  KEYS  post, asked, posts
  ARGV  slot id, question id, when that was last asked or "", channel id, closes at, claimed at, slot at,
        then the post's fields and values
  Reply {"fresh"|"again"|"done", fields} | {"skipped"} | {"stale"} ]]
local slot, question, asked_at, channel, closes_at, claimed_at, slot_at = unpack(ARGV, 1, 7)
local state = redis.call("HGET", KEYS[1], "state")

if state == "skipped" then return { "skipped" } end
if state == "claimed" then
  local before, tried = unpack(redis.call("HMGET", KEYS[1], "channelId", "tried"))
  if before ~= channel then redis.call("HSET", KEYS[1], "tried", (tried or "") .. " " .. before) end
  redis.call("HSET", KEYS[1], "channelId", channel, "closesAt", closes_at)
  return { "again", redis.call("HGETALL", KEYS[1]) }
end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end

local asked = redis.call("ZSCORE", KEYS[2], question) or ""
if tonumber(asked) ~= tonumber(asked_at) then return { "stale" } end

redis.call("ZADD", KEYS[2], claimed_at, question)
redis.call("ZADD", KEYS[3], slot_at, slot)
redis.call("HSET", KEYS[1], unpack(ARGV, 8))
return { "fresh", redis.call("HGETALL", KEYS[1]) }
