--[[ Puts answers that were judged again in the place of those they were judged from, with what follows in the totals; one
  that changed meanwhile is left alone. Points held until the reveal stand in a credit, which follows too. Whose boards
  are to be told again is noted, so that a crash loses nobody.
  KEYS  answers, totals, credits for ever, members whose boards are to be told again
  ARGV  slot id, topic, then of each answer user id, text before, text after, by how much the right ones change,
        points of its credit or "" where there is none, at, day
  Reply how many were changed ]]
local slot, topic = ARGV[1], ARGV[2]
local changed = 0

local function touch(user, at, day) redis.call("SADD", KEYS[4], table.concat({ user, at, day, topic }, " ")) end

local function credit(user, points)
  local field = user .. ":" .. slot
  local stored = redis.call("HGET", KEYS[3], field)
  if not stored then return end
  local sequence, _, at, day = unpack(cjson.decode(stored))
  redis.call("HSET", KEYS[3], field, string.format('[%d,%s,%.0f,"%s","%s"]', sequence, points, at, day, topic))
  touch(user, string.format("%.0f", at), day)
end

for i = 3, #ARGV, 7 do
  local user, before, after, right, held, at, day = unpack(ARGV, i, i + 6)
  if redis.call("HGET", KEYS[1], user) == before then
    redis.call("HSET", KEYS[1], user, after)
    redis.call("HINCRBY", KEYS[2], "correct", right)
    redis.call("HINCRBY", KEYS[2], "rescored", 1)
    if held == "" then touch(user, at, day) else credit(user, held) end
    changed = changed + 1
  end
end
return changed
