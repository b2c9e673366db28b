--[[ Fixes the question of a slot, once. Later claims return the first one.
  KEYS  post, last asked, posts
  ARGV  slot id, question id, when it was last asked or "", claimed at, slot at, then the post's fields and values
  Reply {"claimed"} | {"resumed" or "done", fields} | {"skipped"} | {"stale"} ]]
local slot, question, expected_last_asked, claimed_at, slot_at = unpack(ARGV, 1, 5)
local state = redis.call("HGET", KEYS[1], "state")

if state == "skipped" then return { "skipped" } end
if state == "claimed" then return { "resumed", redis.call("HGETALL", KEYS[1]) } end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end

local last_asked = redis.call("ZSCORE", KEYS[2], question) or ""
if tonumber(last_asked) ~= tonumber(expected_last_asked) then return { "stale" } end

redis.call("ZADD", KEYS[2], claimed_at, question)
redis.call("ZADD", KEYS[3], slot_at, slot)
redis.call("HSET", KEYS[1], unpack(ARGV, 6))
return { "claimed" }
