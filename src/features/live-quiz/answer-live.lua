--[[ Records a member's first answer to the round that takes answers; later ones change nothing. Who answers plays.
  `took` is by Discord's clock: what was tapped in time counts, however late it comes here.
  KEYS  the quiz, its players, its answers
  ARGV  user id, round, took (ms), answer, most players, then the options chosen
  Reply {"recorded"|"already", answer, options, players, answered} | {"closed"} | {"strange"} | {"full"} ]]
local user, round, took, answer, most = unpack(ARGV, 1, 5)
local quiz = redis.call("HMGET", KEYS[1], "round", "limit", "options", "answered")
local options = quiz[3]
if quiz[1] ~= round then return { "closed" } end

local field = round .. ":" .. user
local earlier = redis.call("HGET", KEYS[3], field)
if earlier then return { "already", earlier, options, redis.call("SCARD", KEYS[2]), tonumber(quiz[4]) } end
if tonumber(took) > tonumber(quiz[2]) then return { "closed" } end
for i = 6, #ARGV do
  if not string.find(options, '["' .. ARGV[i] .. '",', 1, true) then return { "strange" } end
end

if redis.call("SISMEMBER", KEYS[2], user) == 0 then
  if redis.call("SCARD", KEYS[2]) >= tonumber(most) then return { "full" } end
  redis.call("SADD", KEYS[2], user)
end
redis.call("HSET", KEYS[3], field, answer)
local answered = redis.call("HINCRBY", KEYS[1], "answered", 1)
return { "recorded", answer, options, redis.call("SCARD", KEYS[2]), answered }
