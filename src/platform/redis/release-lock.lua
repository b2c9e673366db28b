--[[ Gives a lock back, if it still is ours.
  KEYS  lock     ARGV  token
  Reply 1 given back | 0 not ours any more ]]
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
