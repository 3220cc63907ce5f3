"""What officers read beside the questions: how a call came, and how each question may be asked aloud."""

from __future__ import annotations

from portal.casework.desk import wording
from portal.i18n import lazy

CHANNELS = {
    key: wording.CHANNELS[key] for key in ("phone", "letter", "email", "in_person", "paper_form", "facebook", "twitter")
}

# By the names of the form's fields.
SAY = {
    "words": lazy("“Can you tell me what happened? I will write it down in your own words.”"),
    "urgent": lazy("“Is anyone in danger today, or without a safe place, heat, water, food, medicine or care?”"),
    "about": lazy("“Are you complaining for yourself, or for somebody else?”"),
    "acting_as": lazy("“What are you to that person?” Only for somebody else."),
    "organisation": lazy("“Which organisation do you work for?”"),
    "part": lazy("“Is this about how you were treated, what happened to them, or both?” For relatives and carers."),
    "affected_name": lazy("“What is the other person’s name? We may have to check that they agree.”"),
    "affected_born_on": lazy("“When were they born?” For example, 27 3 1948."),
    "others": lazy("“Who is complaining with you?” Each name on a new line."),
    "wants_advocate": lazy("To a child: “Would you like somebody on your side to help you? It costs nothing.”"),
    "whose": lazy("To a child: “Is that your own, or your mum’s, your dad’s or your carer’s?”"),
    "their_contact": lazy("“How can we reach them without you?”"),
    "their_email": lazy("“Do they have an email address of their own?”"),
    "their_phone": lazy("“Do they have a phone of their own?”"),
    "their_post": lazy("“Where do they live?”"),
    "their_shared": lazy("“Does anyone else read messages sent to them there?”"),
    "their_language": lazy("“Which language do they like best?”"),
    "their_adjustments": lazy("“Is there anything that would help them?”"),
    "service": lazy("“Is this about …?”"),
    "happened_on": lazy("“Do you know when it happened?” For example, 27 3 2026."),
    "happened_words": lazy("“Roughly when was it?”"),
    "place": lazy("“Where did it happen?”"),
    "postcode": lazy("“Do you know the postcode? A part of it is enough.”"),
    "wanted": lazy("“What would put it right for you?”"),
    "not_to_tell": lazy("“Is there anyone you do not want to know about this complaint?”"),
    "name": lazy("“What name shall we use for you?”"),
    "phone": lazy("“Which number can we call you on?”"),
    "email": lazy("“Do you have an email address? Please spell it for me.”"),
    "post": lazy("“Which address shall we write to?”"),
    "contact": lazy("“How would you like to hear from us?” You can leave this out when there is only one way."),
    "shared": lazy("“Does anyone else read messages sent to you there?”"),
    "wants_call": lazy("“Would you like us to call you?”"),
    "safe_times": lazy("“When is it safe and easy to reach you?”"),
    "preferred_language": lazy("“Which language do you like best?”"),
    "large_print": lazy("“Would large print help you?”"),
    "adjustments": lazy("“Is there anything else that would help you?”"),
}

# What stands below an answer, where the resident's pages say what does not hold on the phone: no code is read out.
ANSWER_HINTS = {
    "about": {
        "anonymous": lazy(
            "Say: “We cannot write to you or call you. You can choose a phone word at the end. "
            "With it you can call and ask. If you forget it, we cannot tell you anything.”"
        )
    },
    "contact": {"none": lazy("Say: “You can call and ask. You can choose a phone word for that at the end.”")},
}


def channel(key: str) -> str:
    """Return the name of a channel in the current language; an unknown one as it is."""
    return str(CHANNELS.get(key, key))
