--[[ Lets a member into the lobby of a live quiz.
  KEYS  the quiz, its players     ARGV  user id, most players
  Reply "joined" | "already" | "full" | "begun" | "over" ]]
local lobby = redis.call("HGET", KEYS[1], "lobby") or "over"
if redis.call("SISMEMBER", KEYS[2], ARGV[1]) == 1 then return "already" end
if lobby ~= "open" then return lobby end
if redis.call("SCARD", KEYS[2]) >= tonumber(ARGV[2]) then return "full" end
redis.call("SADD", KEYS[2], ARGV[1])
return "joined"
