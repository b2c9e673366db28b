--[[ A learner's quiz, and what is known of the learner that its open question may change.
  KEYS  quiz, seen, mastery
  Reply {state or "", open question's id or "", what was seen of it or "", mastery: topics and values in turn} ]]
local quiz = redis.call("HMGET", KEYS[1], "state", "open")
local open = quiz[2] or ""
local seen = open ~= "" and redis.call("HGET", KEYS[2], open) or ""
return { quiz[1] or "", open, seen, redis.call("HGETALL", KEYS[3]) }
