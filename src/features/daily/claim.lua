--[[ Fixes the question of a slot, once; a later claim gets what the first one fixed.
  KEYS  post, asked, posts
  ARGV  slot id, question id, when that was last asked or "", claimed at, slot at, then the post's fields and values
  Reply {"fresh"} | {"again"|"done", fields} | {"skipped"} | {"stale"} ]]
local slot, question, asked_at, claimed_at, slot_at = unpack(ARGV, 1, 5)
local state = redis.call("HGET", KEYS[1], "state")

if state == "skipped" then return { "skipped" } end
if state == "claimed" then return { "again", redis.call("HGETALL", KEYS[1]) } end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end

local asked = redis.call("ZSCORE", KEYS[2], question) or ""
if tonumber(asked) ~= tonumber(asked_at) then return { "stale" } end

redis.call("ZADD", KEYS[2], claimed_at, question)
redis.call("ZADD", KEYS[3], slot_at, slot)
redis.call("HSET", KEYS[1], unpack(ARGV, 6))
return { "fresh" }
