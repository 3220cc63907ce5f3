"""Words that say little about which matter a text means: of the language, and of reporting. Written by hand."""

from portal.organisation.terms import terms_of

# Of no weight.
LITTLE = frozenset(
    terms_of(
        "a about after again all also am an and any are as at be because been being but by can could did do does done"
        " for from get go going got had has have having he her here hers him his how i if in into is it its just know"
        " let like made make many me more most much my need no not now of off on one only or other our out over own"
        " put said same say see she should since so some such than that the their them then there these they thing"
        " this those to too up us very was we well went were what when where which while who whole why will with would"
        " yet you your please thank thanks hello hi dear sir madam regards kind may still once yes"
    )
)
# What nearly every report says.
OF_REPORTING = frozenset(
    terms_of(
        "report reported issue problem council reference ref number fix fixed resolve closed clear clean cleaned remove"
        " removed removal repair action update email day week month year time yesterday today morning ago left leave"
        " long people resident public area street road house outside opposite near next front side local danger"
        " dangerous hazard safety urgent asap attention needs look work job case complaint first second third last"
        " previous previously new old big large small dump dumped rubbish photo picture attached location place way"
        " come came back call called told send sent take taken want ask asked happen happened keep everyone everywhere"
        " several different another already never nothing due high bad good whilst someone anyone situation matter"
        " service team department contact regard further however currently immediately possible"
    )
)
# Common words of English, of half weight.
COMMON = frozenset(
    terms_of(
        "able above across act add age agree air allow almost alone along although always among amount animal answer"
        " anything appear apply arrive aware baby base become bed begin behind believe below beside best better between"
        " beyond bit black block blue board body both bottom boy break bring brown build building business busy buy car"
        " card care carry catch cause centre central certain chance change charge check child children city class"
        " clearly close cold colour common community complete completely concern condition consider constant contain"
        " continue control corner correct cost couple course cover cross cut daily dark date deal deep describe despite"
        " difficult directly dirty disgusting disgrace distance district dog door double down drive driver drop dry"
        " during each early east easily edge either elderly else empty end enough enter entire entrance especially"
        " estate even evening event ever evidence exactly example except existing expect explain eye face fact fall"
        " family far fast feel few field fill final find fine floor follow food foot form found free friend full garden"
        " general girl give glad grass great green ground group grow guess half hand hang happy hard hear heavy height"
        " help hit hold hole home hope hour huge idea important improve include including increase individual"
        " information inside instead interest item join kind knock land lane late later law lead least leaving length"
        " less level lie life likely line list litter little live lose lot lovely low main man manage mark massive"
        " material mean member mess middle mind mine minute miss moment money move mother name natural nearly neighbour"
        " nice night noise none normal north note notice object obvious obviously offer office often ok open order"
        " others page paint paper parent park part particular particularly pass past path pavement pay pedestrian per"
        " perhaps period person pick piece plan play plenty point poor position post present pretty prevent private"
        " probably property provide pull push quick quickly quite rain raise rather reach read ready real really reason"
        " receive recent recently recycle red regular regularly remain request require rest result return right rise"
        " room round run safe save school seat seem sense separate serious seriously serve set severe short shop show"
        " shut sick sight sign similar simple simply sit site size sleep slow smell sort sound south space speak spend"
        " spot stand standing start state stay step stick stop store story straight strong stuff suggest sun support"
        " suppose sure surface table talk tall terrible test though through throughout throw thrown till tip together"
        " tomorrow tonight top total towards town traffic travel tree trip trouble true try turn type unable under"
        " understand unfortunately unless unsafe unsightly until update upset use useful user usual usually various"
        " vehicle via visible visit voice wait walk wall warm waste watch water weather weekend welcome west wet wheel"
        " white wide wind window winter within without woman word world worse worst worth wrong write yard yellow young"
        " monday tuesday wednesday thursday friday saturday sunday january february march april june july august"
        " september october november december two three four five six seven eight nine ten hundred"
    )
)
