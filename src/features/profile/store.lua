--@script record
--[[ Adds answers to a learner's totals by day. A session's count is always its total, so recording it again only adds
  the difference. Deletes expired days when a new day begins.
  KEYS  totals, sessions
  ARGV  first day whose totals are kept, first day whose sessions are kept, maximum sessions per day,
        then in turn day, session, guild whose daily question it is or "", answers
  Reply the number of answers added ]]
local first_total, first_session, max_sessions = unpack(ARGV, 1, 3)
local added, is_new_day = 0, false

for i = 4, #ARGV, 4 do
  local day, session, guild, answers = unpack(ARGV, i, i + 3)
  local field = day .. ":" .. session
  local before = redis.call("HGET", KEYS[2], field)
  if before or tonumber(redis.call("HGET", KEYS[2], day) or 0) < tonumber(max_sessions) then
    if not before then redis.call("HINCRBY", KEYS[2], day, 1) end
    local new = tonumber(answers) - tonumber(before or 0)
    if new > 0 then
      is_new_day = is_new_day or redis.call("HEXISTS", KEYS[1], day) == 0
      redis.call("HSET", KEYS[2], field, answers)
      redis.call("HINCRBY", KEYS[1], day, new)
      if guild ~= "" then redis.call("HINCRBY", KEYS[1], day .. ":" .. guild, new) end
      added = added + new
    end
  end
end
if added == 0 then return 0 end

local function prune(key, first)
  for _, field in ipairs(redis.call("HKEYS", key)) do
    if field < first then redis.call("HDEL", key, field) end
  end
end
if is_new_day then
  prune(KEYS[1], first_total)
  prune(KEYS[2], first_session)
end
for _, key in ipairs(KEYS) do redis.call("EXPIRE", key, 100 * 86400) end
return added
