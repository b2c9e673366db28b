--[[ Deletes credits of a season and updates the totals. The sequence never decreases.
  KEYS  credits of the season, totals     ARGV  fields of the credits
  Reply number of deleted credits ]]
local deleted = redis.call("HDEL", KEYS[1], unpack(ARGV))
if deleted > 0 then
  redis.call("HINCRBY", KEYS[2], "credited", -deleted)
  redis.call("HINCRBY", KEYS[2], "deleted", deleted)
end
return deleted
