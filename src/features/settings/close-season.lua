--[[ Ends a season at an instant, once; a later call tells when it ended.
  KEYS  settings     ARGV  number of the season, at
  Reply when it ended ]]
local stored = redis.call("HGET", KEYS[1], "closings") or ""
local closings = {}
for closing in string.gmatch(stored, "%d+") do closings[#closings + 1] = closing end

local earlier = closings[tonumber(ARGV[1])]
if earlier then return earlier end

redis.call("HSET", KEYS[1], "closings", stored == "" and ARGV[2] or stored .. " " .. ARGV[2])
return ARGV[2]
