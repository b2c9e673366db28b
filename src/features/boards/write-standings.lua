--[[ Puts standings in the place of what stands on a board, for members who earned nothing since they were told; hidden
  members leave it. Boards score as record.lua says.
  KEYS  board, totals, hidden members
  ARGV  sequence and number of answers judged again by when they were told, seconds the board is kept or 0 for ever,
        "1" if it may be made where it is gone, then of each member user id, points, sequence
  Reply user ids of those for whom nothing was done ]]
local unit = 4294967296
local told, rescored, kept, may_be_made = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local stale = (redis.call("HGET", KEYS[2], "rescored") or "0") ~= rescored
local is_there = redis.call("EXISTS", KEYS[1]) == 1

local undone = {}
for i = 5, #ARGV, 3 do
  local user, points, sequence = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local score = tonumber(redis.call("ZSCORE", KEYS[1], user) or unit - 1)
  local reached = unit - 1 - (score - math.floor(score / unit) * unit)
  if stale or reached > told then
    undone[#undone + 1] = user
  elseif redis.call("SISMEMBER", KEYS[3], user) == 1 then
    redis.call("ZREM", KEYS[1], user)
  elseif is_there or may_be_made == "1" then
    redis.call("ZADD", KEYS[1], points * unit + unit - 1 - sequence, user)
  end
end
if not is_there and kept ~= "0" and redis.call("EXISTS", KEYS[1]) == 1 then redis.call("EXPIRE", KEYS[1], kept) end
return undone
