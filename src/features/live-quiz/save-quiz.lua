--[[ Replaces a live quiz, unless it changed since the caller read it, with what answers are checked against.
  KEYS  quiz, players, answers, quiz of the channel, questions asked in the guild
  ARGV  version before, quiz, version, quiz id, lobby "open" | "started" | "over", round that takes answers or "",
        "1" to free the channel, seconds until it expires; for a new round also its options, time limit in milliseconds,
        question id and the current time
  Reply 1 saved | 0 changed meanwhile ]]
local before, quiz, version, id, lobby, round, frees_channel, ttl = unpack(ARGV, 1, 8)
local options, limit, question, now = unpack(ARGV, 9, 12)
if redis.call("HGET", KEYS[1], "version") ~= before then return 0 end

redis.call("HSET", KEYS[1], "quiz", quiz, "version", version, "lobby", lobby, "round", round)
if options then
  redis.call("HSET", KEYS[1], "options", options, "limit", limit, "answered", 0)
  redis.call("ZADD", KEYS[5], now, question)
end

for i = 1, 4 do redis.call("EXPIRE", KEYS[i], ttl) end
if frees_channel == "1" and redis.call("GET", KEYS[4]) == id then redis.call("DEL", KEYS[4]) end
return 1
