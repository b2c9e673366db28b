--[[ Takes credits of a season away. The sequence goes on from where it is.
  KEYS  credits of the season, totals     ARGV  fields of the credits
  Reply how many there were ]]
local taken = redis.call("HDEL", KEYS[1], unpack(ARGV))
if taken > 0 then
  redis.call("HINCRBY", KEYS[2], "credited", -taken)
  redis.call("HINCRBY", KEYS[2], "deleted", taken)
end
return taken
