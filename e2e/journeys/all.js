// Every journey, and every page that no link leads to, with the reason.
import attach from './attach.js';
import caller from './caller.js';
import { claim, claimPrint } from './claim.js';
import consult from './consult.js';
import contacts from './contacts.js';
import danger from './danger.js';
import firstHour from './first-hour.js';
import glass from './glass.js';
import handOver from './hand-over.js';
import { agree, gate, learn } from './learn.js';
import leave from './leave.js';
import letters from './letters.js';
import { courtOrder, legalPaper, legalPaperEnd, warrant } from './legal-paper.js';
import mayIShare from './may-i-share.js';
import openFile from './open-file.js';
import { clientList } from './list.js';
import { packet, packetAstray, packetLink, packetMail, packetRecall, packetScan } from './packet.js';
import passkey from './passkey.js';
import { pages as ownPage, seen as whoHasSeen, stop as stopPermission } from './portal.js';
import paperKit from './paper-kit.js';
import { requests, requestsAll } from './requests.js';
import { release, releaseAsked, releaseDrawn, releaseEnded, releaseShared, releaseSpoken, releaseStop } from './release.js';
import sheet from './sheet.js';
import { report, reportAdult, reportEnd, reportNumber } from './report.js';
import setUp from './set-up.js';
import yes from './yes.js';
import signIn from './sign-in.js';
import singleSignOn from './single-sign-on.js';
import trouble from './sign-in-trouble.js';
import together from './together.js';
import { warning, warningEnd } from './warning.js';

export const journeys = [signIn, trouble, singleSignOn, leave, setUp, openFile, mayIShare, attach, yes, together, handOver, consult, glass, firstHour, legalPaper, legalPaperEnd, courtOrder, warrant, release, releaseStop, releaseEnded, releaseShared, releaseDrawn, releaseAsked, packet, packetScan, packetLink, packetMail, packetRecall, packetAstray, clientList, claim, claimPrint, releaseSpoken, requests, requestsAll, reportNumber, report, reportEnd, reportAdult, warning, warningEnd, whoHasSeen, stopPermission, ownPage, sheet, caller, contacts, letters, agree, learn, gate, danger, paperKit, passkey];

/** Pages that nobody comes to by links or journeys here, and where they are looked at instead. */
export const unlinked = {
  '/matters/{id}/packets/{packet}/pages/{file}/{page}/picture': 'a picture; it stands in the page around it, and packet-scan looks at it there',
  '/ask/{id}': 'it leads on to the next question; hand-over passes through it',
  '/matters/new/{id}': 'it leads on to the next question of a paper that was not finished',
  '/sign-in/provider/back': 'it leads on by itself; single-sign-on passes through it',
};
