--[[ Removes a value if it still is this one.
  KEYS  value     ARGV  what it is
  Reply 1 removed | 0 it is another, or gone ]]
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
