--[[ Deletes a string if it has this value.
  KEYS  string     ARGV  value
  Reply 1 deleted | 0 it has another value, or is missing ]]
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
