--@script closeSeason
--[[ Ends a season at once: whatever is recorded from now on counts toward the next one. A repeated call changes nothing.
  KEYS  settings, totals     ARGV  season number, at
  Reply when it ended ]]
local closings = cjson.decode(redis.call("HGET", KEYS[1], "closings") or "[]")
local season = tonumber(ARGV[1])
if closings[season] then return closings[season].at end

local sequence = 0
for _, count in ipairs(redis.call("HMGET", KEYS[2], "answered", "credited", "deleted")) do
  sequence = sequence + tonumber(count or "0")
end
closings[#closings + 1] = { at = tonumber(ARGV[2]), sequence = sequence }
redis.call("HSET", KEYS[1], "closings", cjson.encode(closings))
return closings[#closings].at
