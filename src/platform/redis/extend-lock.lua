--[[ Holds a lock longer, if it still is ours.
  KEYS  lock     ARGV  token, milliseconds
  Reply 1 held | 0 not ours any more ]]
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])
