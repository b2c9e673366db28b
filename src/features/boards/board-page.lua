--[[ A page of a board, the asking member's place and neighbours, and the streak of everyone shown.
  KEYS  board, streaks, hidden members     ARGV  user id, first place or "own", places a page
  Reply {members, own rank, -1 or -2: hidden, first, page, around}; page and around: {user id, score, streak or ""} each ]]
local user, first, size = ARGV[1], ARGV[2], tonumber(ARGV[3])
local members = redis.call("ZCARD", KEYS[1])
local own = redis.call("ZREVRANK", KEYS[1], user) or -1
if redis.call("SISMEMBER", KEYS[3], user) == 1 then own = -2 end

local wanted = first == "own" and math.max(own, 0) or tonumber(first)
local last = math.max(members - 1, 0)
first = math.floor(math.min(wanted, last) / size) * size

local function places(from, to)
  local found = {}
  local flat = redis.call("ZREVRANGE", KEYS[1], from, to, "WITHSCORES")
  for i = 1, #flat, 2 do
    found[#found + 1] = { flat[i], flat[i + 1], redis.call("HGET", KEYS[2], flat[i]) or "" }
  end
  return found
end

local around = own >= 0 and places(math.max(own - 1, 0), own + 1) or {}
return { members, own, first, places(first, first + size - 1), around }
