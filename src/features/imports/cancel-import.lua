--[[ Drops an import that waits for confirmation.
  KEYS  import     Reply 1 dropped | 0 done, expired or canceled ]]
if redis.call("HEXISTS", KEYS[1], "done") == 1 then return 0 end
return redis.call("DEL", KEYS[1])
