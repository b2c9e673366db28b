--@script recordAnswer
--[[ Records a member's first answer to a post with its points and streak. Later answers change nothing.
  Hidden members get no leaderboard entry.
  KEYS  post, answers, streaks, totals, hidden members, settings, deleted answers, then the leaderboards, today's first
  ARGV  user id, at, answer as JSON without its sequence, points, correct (1 or 0), streak before or "", streak after,
        number of closed seasons, then each leaderboard's time to live in seconds, or 0 for none
  Reply {"recorded", sequence, rank today or -1} | {"already", answer} | {"closed"} | {"stale", streak or ""}
        | {"season-closed"} | {"deleted"} ]]
--@include ../boards/score.lua
local user, at, answer, points, correct, before, after, seasons = unpack(ARGV, 1, 8)

local earlier = redis.call("HGET", KEYS[2], user)
if earlier then return { "already", earlier } end

local state, closes_at = unpack(redis.call("HMGET", KEYS[1], "state", "closesAt"))
local accepts_answers = state == "sent" or state == "claimed"
if not accepts_answers or tonumber(at) >= tonumber(closes_at) then return { "closed" } end

-- Must match the mark in privacy/store.lua. The seed is secret, so a mark identifies no one.
local mark = redis.sha1hex((redis.call("HGET", KEYS[1], "seed") or "") .. ":" .. user)
if redis.call("SISMEMBER", KEYS[7], mark) == 1 then return { "deleted" } end

local streak = redis.call("HGET", KEYS[3], user) or ""
if streak ~= before then return { "stale", streak } end
if closed_seasons(KEYS[6]) ~= tonumber(seasons) then return { "season-closed" } end

local sequence = next_sequence(KEYS[4], "answered")
if correct == "1" then redis.call("HINCRBY", KEYS[4], "correct", 1) end
redis.call("HSET", KEYS[2], user, '{"sequence":' .. sequence .. "," .. string.sub(answer, 2))
redis.call("HSET", KEYS[3], user, after)
if redis.call("SISMEMBER", KEYS[5], user) == 1 then return { "recorded", sequence, -1 } end

add_points(user, tonumber(points), sequence, 8, 9)
return { "recorded", sequence, redis.call("ZREVRANK", KEYS[8], user) }

--@script answerContext
--[[ Reads everything a click on a post needs.
  KEYS  post, answers, streaks, settings, bank     ARGV  user id, then the names of the post's fields
  Reply {values of the post's fields, answer or "", streak or "", settings, bank version or "0"} ]]
return {
  redis.call("HMGET", KEYS[1], unpack(ARGV, 2)),
  redis.call("HGET", KEYS[2], ARGV[1]) or "",
  redis.call("HGET", KEYS[3], ARGV[1]) or "",
  redis.call("HGETALL", KEYS[4]),
  redis.call("HGET", KEYS[5], "version") or "0",
}

--@script claim
--[[ Claims a question for a slot. Later claims return the first one.
  KEYS  post, last asked, posts
  ARGV  slot id, question id, claimed at, slot at, number of questions that must not have been asked since, each one's
        id and when it was last asked or "", then the post's fields and values
  Reply {"claimed"} | {"resumed" or "done", fields} | {"skipped"} | {"stale"} ]]
local slot, question, claimed_at, slot_at, watched = unpack(ARGV, 1, 5)
local fields = 6 + 2 * watched
local state = redis.call("HGET", KEYS[1], "state")

if state == "skipped" then return { "skipped" } end
if state == "claimed" then return { "resumed", redis.call("HGETALL", KEYS[1]) } end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end

for i = 6, fields - 2, 2 do
  local last_asked = redis.call("ZSCORE", KEYS[2], ARGV[i]) or ""
  if tonumber(last_asked) ~= tonumber(ARGV[i + 1]) then return { "stale" } end
end

redis.call("ZADD", KEYS[2], claimed_at, question)
redis.call("ZADD", KEYS[3], slot_at, slot)
redis.call("HSET", KEYS[1], unpack(ARGV, fields))
return { "claimed" }

--@script pickContext
--[[ Reads everything needed to pick the next question, atomically.
  KEYS  bank, settings, open posts, last asked     ARGV  now, prefix of every post's key
  Reply {bank version or "0", bank mix or "", {question ids of open posts}, {question id, last asked, …}} ]]
local open = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[3], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  open[#open + 1] = redis.call("HGET", ARGV[2] .. slot, "questionId") or ""
end
return {
  redis.call("HGET", KEYS[1], "version") or "0",
  redis.call("HGET", KEYS[2], "bankMix") or "",
  open,
  redis.call("ZRANGE", KEYS[4], 0, -1, "WITHSCORES"),
}

--@script listOpen
--[[ Lists the posts of a guild that accept answers now. All keys share the guild's hash tag, so one node has them.
  KEYS  open posts     ARGV  now, prefix of every post's key
  Reply {slot id, fields} for each ]]
local found = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[1], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  found[#found + 1] = { slot, redis.call("HGETALL", ARGV[2] .. slot) }
end
return found

--@script redirect
--[[ Changes the channel and closing time of a claimed post and keeps a record of its earlier channel.
  KEYS  post     ARGV  channel id, closes at
  Reply the post's fields ]]
if redis.call("HGET", KEYS[1], "state") == "claimed" then
  local channel, previous = unpack(redis.call("HMGET", KEYS[1], "channelId", "previousChannelIds"))
  if channel ~= ARGV[1] then redis.call("HSET", KEYS[1], "previousChannelIds", (previous or "") .. " " .. channel) end
  redis.call("HSET", KEYS[1], "channelId", ARGV[1], "closesAt", ARGV[2])
end
return redis.call("HGETALL", KEYS[1])

--@script markSent
--[[ claimed → sent. Also skipped → sent: another worker may have skipped a message that did arrive.
  KEYS  post, open posts, last runs     ARGV  slot id, channel id, message id, schedule id, run
  Reply 1 if it moved, 0 if it was already past that ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "skipped" then return 0 end
redis.call("HSET", KEYS[1], "state", "sent", "channelId", ARGV[2], "messageId", ARGV[3])
redis.call("ZADD", KEYS[2], redis.call("HGET", KEYS[1], "closesAt"), ARGV[1])
redis.call("HSET", KEYS[3], ARGV[4], ARGV[5])
return 1

--@script markRevealed
--[[ claimed or sent → revealed. Later answers don't count.
  KEYS  post, open posts, deleted answers     ARGV  slot id
  Reply 1 if it moved, 0 if it was already revealed or skipped ]]
local state = redis.call("HGET", KEYS[1], "state")
if state ~= "claimed" and state ~= "sent" then return 0 end
redis.call("HSET", KEYS[1], "state", "revealed")
redis.call("UNLINK", KEYS[3])
redis.call("ZREM", KEYS[2], ARGV[1])
return 1

--@script markSkipped
--[[ Unclaimed or claimed → skipped: nothing was sent, and nothing will be.
  KEYS  post, last runs     ARGV  schedule id, run
  Reply 1 if it moved, 0 if it was already sent, revealed or skipped ]]
local state = redis.call("HGET", KEYS[1], "state")
if state and state ~= "claimed" then return 0 end
redis.call("HSET", KEYS[1], "state", "skipped")
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
return 1
