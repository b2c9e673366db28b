--[[ Notes how many answers a learner gave in a sitting on a day, and drops the days no heat map shows any more.
  KEYS  activity     ARGV  first day kept, then in turn "day:sitting" and its answers
  Reply how many of the sittings were new ]]
local new = redis.call("HSET", KEYS[1], unpack(ARGV, 2))
if new == 0 then return 0 end

for _, field in ipairs(redis.call("HKEYS", KEYS[1])) do
  if field < ARGV[1] then redis.call("HDEL", KEYS[1], field) end
end
redis.call("EXPIRE", KEYS[1], 100 * 86400)
return new
