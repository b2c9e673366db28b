--[[ Records a member's first answer to the open round and makes the member a player. Later answers change nothing.
  Whether an answer is in time depends on when it was clicked, not on when it is handled.
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
