--[[ Drops an import that waits to be confirmed.
  KEYS  import     Reply 1 dropped | 0 it was done, or is gone ]]
if redis.call("HEXISTS", KEYS[1], "done") == 1 then return 0 end
return redis.call("DEL", KEYS[1])
