--@script deleteAnswer
--[[ Deletes a member's answer to a post and updates the totals. The sequence never decreases. While the post is open, a
  mark prevents the member from answering it again.
  KEYS  answers, totals, post, deleted answers     ARGV  user id
  Reply 1 deleted | 0 no answer ]]
local answer = redis.call("HGET", KEYS[1], ARGV[1])
if not answer then return 0 end
redis.call("HDEL", KEYS[1], ARGV[1])
redis.call("HINCRBY", KEYS[2], "answered", -1)
redis.call("HINCRBY", KEYS[2], "deleted", 1)
if cjson.decode(answer).correct then redis.call("HINCRBY", KEYS[2], "correct", -1) end
local state = redis.call("HGET", KEYS[3], "state")
if state == "claimed" or state == "sent" then
  local seed = redis.call("HGET", KEYS[3], "seed") or ""
  redis.call("SADD", KEYS[4], redis.sha1hex(seed .. ":" .. ARGV[1]))
end
return 1

--@script deleteCredits
--[[ Deletes credits of a season and updates the totals. The sequence never decreases.
  KEYS  credits of the season, totals     ARGV  fields of the credits
  Reply number of deleted credits ]]
local deleted = redis.call("HDEL", KEYS[1], unpack(ARGV))
if deleted > 0 then
  redis.call("HINCRBY", KEYS[2], "credited", -deleted)
  redis.call("HINCRBY", KEYS[2], "deleted", deleted)
end
return deleted
