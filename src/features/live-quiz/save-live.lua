--[[ Puts a live quiz in the place of the one it was made from, with what an answer has to know of it.
  KEYS  the quiz, its players, its answers, live quiz of the channel, asked
  ARGV  version before, state, version, quiz id, lobby "open" | "begun" | "over", round that takes answers or "",
        "1" if its channel is free again, seconds kept, then for a round that opens: milliseconds, options, question id, asked at
  Reply 1 done | 0 another step came first ]]
local before, state, version, id, lobby, round, free, kept = unpack(ARGV, 1, 8)
if redis.call("HGET", KEYS[1], "version") ~= before then return 0 end

redis.call("HSET", KEYS[1], "state", state, "version", version, "lobby", lobby, "round", round)
if ARGV[9] then
  redis.call("HSET", KEYS[1], "limit", ARGV[9], "options", ARGV[10], "answered", 0)
  redis.call("ZADD", KEYS[5], ARGV[12], ARGV[11])
end

for i = 1, 4 do redis.call("EXPIRE", KEYS[i], kept) end
if free == "1" and redis.call("GET", KEYS[4]) == id then redis.call("DEL", KEYS[4]) end
return 1
