--@script replaceAnswers
--[[ Replaces answers with rescored ones, along with the counts and credits that depend on them. An answer that was
  deleted or rescored since it was read isn't changed. Adds the affected members to the pending recomputes.
  KEYS  answers, totals, credits given once, pending recomputes
  ARGV  slot id, topic, then for each answer user id, the answer before and after as JSON
  Reply number of answers replaced ]]
local slot, topic = ARGV[1], ARGV[2]

-- The number makes each request unique, so that finishing one never removes a later one.
local function request_recompute(number, user, earning)
  local format = '{"number":%d,"userId":"%s","sequence":%d,"at":%.0f,"day":"%s","topic":"%s"}'
  local request = string.format(format, number, user, earning.sequence, earning.at, earning.day, topic)
  redis.call("SADD", KEYS[4], request)
end

-- Withheld points only count through their credit, which the reveal created.
local function update_credit(number, user, points)
  local field = user .. ":" .. slot
  local stored = redis.call("HGET", KEYS[3], field)
  if not stored then return end
  local credit = cjson.decode(stored)
  local format = '{"sequence":%d,"points":%d,"at":%.0f,"day":"%s","topic":"%s"}'
  redis.call("HSET", KEYS[3], field, string.format(format, credit.sequence, points, credit.at, credit.day, topic))
  request_recompute(number, user, credit)
end

local function is_unchanged(user, before)
  local stored = redis.call("HGET", KEYS[1], user)
  local now = stored and cjson.decode(stored)
  return now and now.sequence == before.sequence and now.correct == before.correct
    and now.base == before.base and now.bonus == before.bonus
end

local replaced = 0
for i = 3, #ARGV, 3 do
  local user, before, after = ARGV[i], cjson.decode(ARGV[i + 1]), cjson.decode(ARGV[i + 2])
  if is_unchanged(user, before) then
    redis.call("HSET", KEYS[1], user, ARGV[i + 2])
    redis.call("HINCRBY", KEYS[2], "correct", (after.correct and 1 or 0) - (before.correct and 1 or 0))
    local number = redis.call("HINCRBY", KEYS[2], "rescored", 1)
    if after.withheld then
      update_credit(number, user, after.base + after.bonus)
    else
      request_recompute(number, user, after)
    end
    replaced = replaced + 1
  end
end
return replaced
