--[[ Loads a learner's quiz and what an answer to its current question may change.
  KEYS  quiz, history, mastery
  Reply {state or "", current question or "", its history or "", mastery as topics and values in turn} ]]
local quiz = redis.call("HMGET", KEYS[1], "state", "question")
local question = quiz[2] or ""
local history = question ~= "" and redis.call("HGET", KEYS[2], question) or ""
return { quiz[1] or "", question, history, redis.call("HGETALL", KEYS[3]) }
