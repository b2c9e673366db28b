--@script deleteIfRemoved
--[[ Deletes keys of a guild if the bot is still removed from it.
  KEYS  removal, then the keys to delete
  Reply number of deleted keys | -1 the bot is back ]]
if redis.call("EXISTS", KEYS[1]) == 0 then return -1 end
return redis.call("UNLINK", unpack(KEYS, 2))
