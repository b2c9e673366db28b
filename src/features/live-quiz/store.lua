--@script create
--[[ Creates a live quiz unless another one is running in its channel or the guild is at its limit.
  KEYS  running quizzes by channel, quiz, quizzes of the guild
  ARGV  channel id, quiz id, quiz, version, seconds until it expires, maximum number of running quizzes,
        prefix of every quiz's key: all share the guild's hash tag, current time
  Reply "created" (also for repeated calls) | "channel-busy" | "guild-busy" ]]
local channel, id, quiz, version, ttl, max_running, prefix, now = unpack(ARGV)
local running = redis.call("HGETALL", KEYS[1])
local count = 0
for i = 1, #running, 2 do
  if running[i + 1] == id then return "created" end
  if redis.call("EXISTS", prefix .. running[i + 1]) == 0 then
    redis.call("HDEL", KEYS[1], running[i])
  elseif running[i] == channel then
    return "channel-busy"
  else
    count = count + 1
  end
end
if count >= tonumber(max_running) then return "guild-busy" end

redis.call("HSET", KEYS[1], channel, id)
redis.call("EXPIRE", KEYS[1], ttl)
redis.call("HSET", KEYS[2], "quiz", quiz, "version", version, "lobby", "open")
redis.call("EXPIRE", KEYS[2], ttl)
-- Twice as long as the quiz, because the quiz's own expiry restarts with every change.
redis.call("ZREMRANGEBYSCORE", KEYS[3], "-inf", now - 2 * ttl * 1000)
redis.call("ZADD", KEYS[3], now, id)
redis.call("EXPIRE", KEYS[3], 2 * ttl)
return "created"

--@script save
--[[ Replaces a live quiz and the fields answers are checked against, unless the quiz has changed since the caller read it.
  KEYS  quiz, players, answers, running quizzes by channel, questions asked in the guild
  ARGV  version before, quiz, version, quiz id, channel id, lobby "open" | "started" | "over", round that accepts answers
        or "", "1" to free the channel, seconds until it expires; for a new round also its options, time limit in
        milliseconds, question id and the current time
  Reply 1 saved | 0 changed in the meantime ]]
local before, quiz, version, id, channel, lobby, round, frees_channel, ttl = unpack(ARGV, 1, 9)
local options, limit, question, now = unpack(ARGV, 10, 13)
if redis.call("HGET", KEYS[1], "version") ~= before then return 0 end

redis.call("HSET", KEYS[1], "quiz", quiz, "version", version, "lobby", lobby, "round", round)
if options then
  redis.call("HSET", KEYS[1], "options", options, "limit", limit, "answered", 0)
  redis.call("ZADD", KEYS[5], now, question)
end

for i = 1, 4 do redis.call("EXPIRE", KEYS[i], ttl) end
if frees_channel == "1" and redis.call("HGET", KEYS[4], channel) == id then redis.call("HDEL", KEYS[4], channel) end
return 1

--@script listOpenQuestions
--[[ Lists the questions of a guild's live quizzes that accept answers now.
  KEYS  running quizzes by channel     ARGV  prefix of every quiz's key: all share the guild's hash tag
  Reply question ids ]]
local found = {}
for _, id in ipairs(redis.call("HVALS", KEYS[1])) do
  local quiz, round = unpack(redis.call("HMGET", ARGV[1] .. id, "quiz", "round"))
  if round and round ~= "" then found[#found + 1] = cjson.decode(quiz).rounds[round + 1].questionId end
end
return found

--@script loadStandings
--[[ Loads the standings as of one moment.
  KEYS  quiz, ranks
  Reply {number of rounds included, summary of the latest of them or "", ranks by user id} ]]
local scored, summary = unpack(redis.call("HMGET", KEYS[1], "scored", "summary"))
return { tonumber(scored or 0), summary or "", redis.call("HGETALL", KEYS[2]) }

--@script saveStandings
--[[ Adds one round to the standings unless they already include it.
  KEYS  quiz, ranks
  ARGV  number of rounds included, summary of the latest, seconds until the ranks expire, then user ids and ranks
  Reply 1 saved | 0 already included ]]
local scored, summary, ttl = unpack(ARGV, 1, 3)
if tonumber(redis.call("HGET", KEYS[1], "scored") or 0) ~= tonumber(scored) - 1 then return 0 end

redis.call("HSET", KEYS[1], "scored", scored, "summary", summary)
if #ARGV > 3 then
  redis.call("HSET", KEYS[2], unpack(ARGV, 4))
  redis.call("EXPIRE", KEYS[2], ttl)
end
return 1

--@script join
--[[ Adds a member to the players while the lobby is open.
  KEYS  quiz, players
  ARGV  user id, maximum number of players
  Reply "joined" | "already-joined" | "full" | "started" | "over" ]]
local user, max_players = unpack(ARGV)
local lobby = redis.call("HGET", KEYS[1], "lobby") or "over"
if redis.call("SISMEMBER", KEYS[2], user) == 1 then return "already-joined" end
if lobby ~= "open" then return lobby end
if redis.call("SCARD", KEYS[2]) >= tonumber(max_players) then return "full" end

redis.call("SADD", KEYS[2], user)
return "joined"

--@script record
--[[ Records a member's first answer to the open round and makes the member a player. Later answers change nothing.
  An answer is in time if it was clicked in time, regardless of when it is handled.
  KEYS  quiz, players, answers
  ARGV  user id, round, milliseconds from question to click, answer, maximum number of players, then the chosen options
  Reply {"recorded" | "repeated", answer, options, players, answered} | {"closed"} | {"unknown-option"} | {"full"} ]]
local user, round, elapsed, answer, max_players = unpack(ARGV, 1, 5)
local open_round, limit, options, answered = unpack(redis.call("HMGET", KEYS[1], "round", "limit", "options", "answered"))
if open_round ~= round then return { "closed" } end

local field = round .. ":" .. user
local earlier = redis.call("HGET", KEYS[3], field)
if earlier then return { "repeated", earlier, options, redis.call("SCARD", KEYS[2]), tonumber(answered) } end
if tonumber(elapsed) > tonumber(limit) then return { "closed" } end
for i = 6, #ARGV do
  if not string.find(options, '"id":"' .. ARGV[i] .. '"', 1, true) then return { "unknown-option" } end
end

if redis.call("SISMEMBER", KEYS[2], user) == 0 then
  if redis.call("SCARD", KEYS[2]) >= tonumber(max_players) then return { "full" } end
  redis.call("SADD", KEYS[2], user)
end
redis.call("HSET", KEYS[3], field, answer)
answered = redis.call("HINCRBY", KEYS[1], "answered", 1)
return { "recorded", answer, options, redis.call("SCARD", KEYS[2]), answered }
