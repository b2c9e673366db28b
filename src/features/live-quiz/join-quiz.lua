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
