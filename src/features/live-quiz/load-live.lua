--[[ A live quiz, and what is counted while it lasts.
  KEYS  the quiz, its players
  Reply {state or "", players, answers to the present round, id of the lobby's message or ""} ]]
local quiz = redis.call("HMGET", KEYS[1], "state", "answered", "message")
return { quiz[1] or "", redis.call("SCARD", KEYS[2]), tonumber(quiz[2] or "0"), quiz[3] or "" }
