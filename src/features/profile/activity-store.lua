--@script record
--[[ Records a learner's number of answers per day and sitting, and deletes days too old for a heat map.
  KEYS  activity     ARGV  first day to retain, then in turn "day:sitting" and its answers
  Reply the number of new sittings ]]
local new = redis.call("HSET", KEYS[1], unpack(ARGV, 2))
if new == 0 then return 0 end

for _, field in ipairs(redis.call("HKEYS", KEYS[1])) do
  if field < ARGV[1] then redis.call("HDEL", KEYS[1], field) end
end
redis.call("EXPIRE", KEYS[1], 100 * 86400)
return new
