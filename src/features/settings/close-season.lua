--[[ Records when a season ended. A repeated call changes nothing.
  KEYS  settings     ARGV  season number, at
  Reply when it ended ]]
local ends = cjson.decode(redis.call("HGET", KEYS[1], "closings") or "[]")
local season, at = tonumber(ARGV[1]), tonumber(ARGV[2])
if ends[season] then return ends[season] end

ends[#ends + 1] = at
redis.call("HSET", KEYS[1], "closings", cjson.encode(ends))
return at
