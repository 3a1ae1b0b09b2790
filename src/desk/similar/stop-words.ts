import { fold } from '../../mail/fold.ts';

/**
 * Words that say nothing of what a request is about, in the six languages; greetings and closings among them. One list for all: a client writes in
 * whichever he likes, and none of these means anything in another.
 */
const WORDS = {
  en: `a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its just me my no not of on or our
    please she should since so some than that the their them then there these they this those to too us was we were what when where which who why will with would you your
    hello hi dear regards thanks thank kind best sincerely after again also any about problem question need help`,
  sr: `a ali ako bi bih bila bili bilo bio biti bez da do ga gde he i ih ili im ima imamo iz ja je jer jos kad kada kako kao kod koja koje koji koju li
    me mi mogu moze mozemo mozete moja moje moj molim molimo mu na nam nama nas nasa nase nakon ne nece neki nema nemam ni nije nisam nismo nisu no nje njih o od odnosno on ona oni
    ono ova ove ovaj ovo pa po posle potrebno prilikom pre pri sa sada sam samo se smo ste sta sto su svi sve taj te to treba u uz va vam vas vec vi za zasto
    hteli hocu zelim zelimo uopste radim radimo postovani postovanje dobar dan pozdrav srdacan hvala unapred uputstvo javlja`,
  sl: `a ali ampak bi bil bila bili bilo biti bo bom bomo brez ce da do dela delamo ga gre h i ima imamo imate in iz ja jaz je jih jim jo k kaj kako kaksen kako kam
    kdaj kdo ker kje ki ko kot lahko le me med mi mene moj moja moje moram na nam nas nasa nase nasi naj ne ni nima nimam niso o ob od on ona oni pa po pod pozdrav pri prosim
    prosimo radi s sem se si smo so sta ste sva ta tega tem temu ti to tudi tu v vas vasa vi vsak vse za z ze zakaj zelo zdaj
    spostovani pozdravljeni lep lepo hvala dober dan rad rada imeli narediti naredi pravi javi`,
  cs: `a aby ale ani asi az bez bude budou by byl byla bylo byli byt ci co do hlasi i ja jak jake jako je jeho jej ji jich jim jiz jsem jsi jsme jsou jste k kam kde kdy kdyz ke ktera
    ktere ktery ma mam mame mate me mezi mi misto mit mne moc moje muj muze muzete my na nad nam nami nas nase nasi ne nebo nej neni nez nic no o od on ona oni po pod podle prave pri
    pro prosim proto protoze s se si sve svou ta tak take tam te ten to toho tom tomu tu ty u uz v vam vas vase ve vsak vy z za ze zde
    chtel chtela chteli chceme chci dal potrebuji potrebujeme mohu sdelit dobry den dekuji dekujeme pozdravem`,
  sk: `a aby aj ako ale ani az bez bol bola bolo boli by byt cez co da do hlasi ho i iba ich ja je jeho jej jemu k kam kde kedy ked keď ktora ktore ktory
    ma mam mame mate medzi mi moj moja moje mozem mozete mu na nad nam nami nas nasa nase nasi ne nech nedá nie niet o od on ona oni po pod podla pre preco pri s sa si
    som sme ste su sú ta tak tam te ten tento tieto to toho tom tomu tu ty u uz v vam vas vasa vase vo vsak vy z za ze
    chceli chceme chcem potrebujem potrebujeme prosim dobry den dakujem dakujeme pozdravom neviem`,
  mk: `а али ако би бил била биле било без да до дали е го ги ги да и ии или им има имаме из ја јас како кај каде кога кој која кое кои ли ме ми може можам можете молам молиме
    му на нам нас наш наша наше не нема нив ние но од она она они оваа овој ова по под поради при сака сакам сакаме се само си сме со сте сум што тоа таа тие треба уште ќе во
    вас ваш ваша ве ви за зошто здраво почитувани добар ден поздрав благодарам фала`,
} as const;

/** All of them, folded. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  Object.values(WORDS).flatMap((words) => words.split(/\s+/).map(fold)),
);
